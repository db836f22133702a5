"""What others call a method: every method of the installed programs is on the list, every id on it is ours."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.elsewhere import BESIDE, methods_elsewhere
from zhishu.errors import MethodError
from zhishu.method_names import methods_named
from zhishu.registry import method, methods
from zhishu.step_kinds import STEPS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peers deprecate is theirs
    import objective_weights_mcda.weighting_methods as peer_weights
    import pymcdm.methods
    import pymcdm.normalizations
    import pymcdm.weights
    import pymcdm.weights.subjective
    import skcriteria.agg
    from skcriteria.agg import SKCDecisionMakerABC
    from skcriteria.preprocessing import (
        impute,
        increment,
        invert_objectives,
        push_negatives,
        scalers,
        weighters,
    )

BASES = ("ABC", "Base")


def listed(program: str) -> set[str]:
    return {one.name for one in methods_elsewhere() if one.program.startswith(program)}


def classes_of(module) -> set[str]:
    """Return the public classes that a module makes itself, but for abstract ones."""
    return {
        name
        for name, found in inspect.getmembers(module, inspect.isclass)
        if found.__module__ == module.__name__ and not any(base in name for base in BASES) and name[0] != "_"
    }


def test_every_method_of_pymcdm_is_listed() -> None:
    """Its scores, weights and normalisations, as the installed version offers them."""
    scores = {
        name for name, found in inspect.getmembers(pymcdm.methods, inspect.isclass) if name != "MCDA_method"
    }
    functions = {
        name
        for module in (pymcdm.weights, pymcdm.normalizations)
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if name.endswith(("_weights", "_normalization"))
    }
    judged = {
        name
        for name, _ in inspect.getmembers(pymcdm.weights.subjective, inspect.isclass)
        if "Base" not in name
    }
    assert scores | functions | judged == listed("pymcdm")


def test_every_method_of_scikit_criteria_is_listed() -> None:
    """Its decision makers, scalers, weighters and imputers, as the installed version offers them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        modules = [
            importlib.import_module(f"skcriteria.agg.{found.name}")
            for found in pkgutil.iter_modules(skcriteria.agg.__path__)
        ]
    makers = {
        name
        for module in modules
        for name in classes_of(module)
        if issubclass(getattr(module, name), SKCDecisionMakerABC)
    }
    prepared = set[str]().union(
        *map(classes_of, (impute, increment, invert_objectives, push_negatives, scalers, weighters))
    )
    # Two that stand in a module of their own, and are both named in scalers too.
    prepared |= {"CenitDistance"}
    assert makers | prepared == listed("scikit-criteria")


def test_every_weighting_of_objective_weights_mcda_is_listed() -> None:
    """As the installed version offers them."""
    offered = {
        name
        for name, _ in inspect.getmembers(peer_weights, inspect.isfunction)
        if name.endswith("_weighting")
    }
    assert offered == listed("objective-weights-mcda")


def test_every_method_named_is_ours_and_every_absence_has_a_reason() -> None:
    """An id stands in the table of its step; where there is none, the note says why."""
    for one in methods_elsewhere():
        assert one.step in (*STEPS, BESIDE)
        assert one.here or one.note, one
        steps = {one.step, "aggregate"} - {BESIDE}
        assert set(one.here) <= {entry.id for step in steps for entry in methods(step)}, one
        assert one.step != BESIDE or not one.here, one


def test_no_row_stands_twice() -> None:
    """A program, a step and a name have one answer."""
    rows = [(one.program, one.step, one.name) for one in methods_elsewhere()]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("entropy", "entropy"),
        ("TOPSIS", "topsis"),
        ("熵权法", "entropy"),
        ("Entropy", "entropy"),
        ("TOPSIS 法", "topsis"),
        ("z-score", "zscore"),
        ("WSM", "arithmetic"),
        ("SimplifiedPROBID", "probid"),
        ("拉开档次法", "scatter_degree"),
        ("自然断点", "natural_breaks"),
        ("强制评分法（0-4）", "forced_scoring"),
        ("环比系数法", "ring_ratio"),
        ("指数型功效函数", "efficacy"),
        ("独立性权重", "independence"),
    ],
)
def test_a_method_is_found_by_the_name_a_person_knows(name: str, found: str) -> None:
    """Its id in any case, its Chinese name or part of it, what another program calls it."""
    assert [one.id for one in methods_named(name, methods())] == [found]


def test_a_part_of_several_names_lists_them() -> None:
    """`zhishu methods 填补` prints a list and no sheet, since several fit."""
    printed = CliRunner().invoke(main, ["methods", "填补"])
    assert printed.exit_code == 0
    assert {"mean", "group_median", "em"} <= set(printed.output.split())
    assert "formula:" not in printed.output


def test_a_recipe_that_names_a_method_in_chinese_is_told_its_id() -> None:
    """The error says which id is meant, for the step it stands in."""
    with pytest.raises(MethodError) as error:
        method("weigh", "熵权法")
    assert error.value.advice == "did you mean 'entropy'?"


@pytest.mark.parametrize(
    ("named", "advice"),
    [("熵权法", "did you mean 'entropy'?"), ("RANCOM", "did you mean 'precedence_chart'?")],
)
def test_an_edition_that_names_a_method_otherwise_is_told_its_id(
    tmp_path: Path, named: str, advice: str
) -> None:
    """The fault of edition.yaml says which method of that step is meant."""
    runner = CliRunner()
    assert runner.invoke(main, ["init", str(tmp_path / "my")]).exit_code == 0
    edition = tmp_path / "my" / "edition.yaml"
    text = edition.read_text(encoding="utf-8").replace("method: equal", f"method: {named}")
    edition.write_text(text, encoding="utf-8")
    printed = runner.invoke(main, ["check", str(tmp_path / "my")])
    assert printed.exit_code != 0
    assert advice in printed.output


def test_a_method_that_is_not_offered_says_why() -> None:
    """The Chinese textbooks have it, and the error repeats the reason of the list."""
    printed = CliRunner().invoke(main, ["methods", "障碍度"])
    assert printed.exit_code != 0
    assert "not here: a diagnosis and no score" in printed.output.replace("\n", " ")


def test_what_is_no_method_says_where_it_is() -> None:
    """COINr's sensitivity analysis is a check of ours."""
    printed = CliRunner().invoke(main, ["methods", "get_sensitivity"])
    assert printed.exit_code != 0
    assert "COINr 1.1 has it; here: `zhishu doubt --what sensitivity`" in printed.output.replace("\n", " ")


def test_an_empty_name_finds_nothing() -> None:
    """Every name holds the empty text; that is no answer."""
    assert methods_named(" ", methods()) == ()
    assert np.size(methods_named("no such method", methods())) == 0
