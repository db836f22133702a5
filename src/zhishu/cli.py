"""The command line. Commands import what they need when they run, so that `--help` is instant."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from zhishu.errors import ZhishuError

if TYPE_CHECKING:
    from zhishu.build import Built

FOLDER = click.Path(path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, for machines.")
OUT = click.option("--out", type=FOLDER, default=None, help="Where the result goes (default: EDITION/out).")


class Commands(click.Group):
    """The command group: a fault in the user's data is one clear message and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run a command; turn a ZhishuError into its message and exit status 1."""
        try:
            return super().invoke(ctx)
        except ZhishuError as error:
            if ctx.obj and ctx.obj.get("json"):
                click.echo(json.dumps(error.as_dict(), ensure_ascii=False))
            else:
                click.echo(f"error: {error}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zhishu", message="zhishu %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Zhishu (指数): build a regional index from records, in one command.

    An edition is a folder with an edition.yaml and its data. Start with `zhishu demo`, which
    copies and builds the example; `zhishu init FOLDER` begins an index of your own.
    """
    ctx.obj = {"json": False}


@main.command()
@click.argument("folder", type=FOLDER, default=Path("china-big-data-2023"))
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """Copy the example index to FOLDER, build it, and show the ranking."""
    from zhishu.demo import copy_example  # noqa: PLC0415
    from zhishu.summary import demo_summary  # noqa: PLC0415

    copied = copy_example(folder)
    click.echo(f"{'copied the example to' if copied else 'using the example in'} {folder}")
    from zhishu.build import with_doubt  # noqa: PLC0415
    from zhishu.saving import write_and_say  # noqa: PLC0415

    built = with_doubt(_build(folder))
    out = write_and_say(built, None)
    click.echo(demo_summary(built.result))
    click.echo(_written(built, out))
    click.echo(f"report: zhishu report {folder}   PDF, Word, workbook and slides as well")
    click.echo(f"check:  zhishu verify {folder}   every published figure against this result")
    click.echo("own:    zhishu init my-index      start an index of your own")
    ctx.exit(0)


@main.command()
@click.argument("folder", type=FOLDER)
def init(folder: Path) -> None:
    """Write a small edition to FOLDER, to be changed into your own."""
    from zhishu.demo import write_starter  # noqa: PLC0415

    write_starter(folder)
    click.echo(f"wrote {folder}/edition.yaml and {folder}/panel.csv")
    click.echo(f"next: zhishu build {folder}")


@main.command()
@click.argument("edition", type=FOLDER)
@AS_JSON
@click.pass_context
def check(ctx: click.Context, edition: Path, *, as_json: bool) -> None:
    """Say everything that is wrong with EDITION's declaration and data, without building."""
    from zhishu.build import build  # noqa: PLC0415
    from zhishu.edition_file import edition_faults_in, load  # noqa: PLC0415
    from zhishu.publish.formats import document_of_result  # noqa: PLC0415
    from zhishu.publish.outline import declares_report  # noqa: PLC0415

    faults: list[ZhishuError] = list(edition_faults_in(edition))
    if not faults:
        try:
            result = build(load(edition)).result
            if declares_report(result.edition):
                document_of_result(result)
        except ZhishuError as error:
            faults.append(error)
    if as_json:
        click.echo(json.dumps([fault.as_dict() for fault in faults], ensure_ascii=False, indent=2))
    elif faults:
        click.echo("\n\n".join(f"error: {fault}" for fault in faults), err=True)
    else:
        click.echo(f"{edition}: no fault found\nnext: zhishu build {edition}")
    ctx.exit(1 if faults else 0)


@main.command()
@click.argument("edition", type=FOLDER)
@OUT
@click.option("--report/--no-report", default=True, help="Write report.html beside the tables.")
@click.option("--doubt/--no-doubt", default=True, help="Write how sure the ranks are beside the tables.")
@AS_JSON
@click.pass_context
def build(  # noqa: PLR0913 - one argument per option of the command
    ctx: click.Context, edition: Path, out: Path | None, *, report: bool, doubt: bool, as_json: bool
) -> None:
    """Compute EDITION's indicators, scores and ranks and write tables, manifest and report."""
    ctx.obj["json"] = as_json
    built = _build(edition, out=out, quiet=as_json)
    if doubt:
        from zhishu.build import with_doubt  # noqa: PLC0415

        built = with_doubt(built)
    from zhishu.saving import write_and_say  # noqa: PLC0415

    target = write_and_say(built, out, report=report)
    if as_json:
        click.echo((target / "manifest.json").read_text(encoding="utf-8"), nl=False)
        return
    click.echo(_written(built, target))
    if built.result.edition.facts:
        click.echo(f"next:   zhishu verify {edition}")


@main.command()
@click.argument("edition", type=FOLDER)
@OUT
@click.option(
    "--lang", type=click.Choice(["zh", "en", "both"]), default="zh", help="The language of the report."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["html", "pdf", "docx", "xlsx", "pptx"]),
    help="Make this format only; may be repeated (default: all).",
)
@click.option(
    "--brief", multiple=True, metavar="REGION", help="A page about one region, or a level's id: all."
)
@click.option("--doubt/--no-doubt", default=True, help="Show how sure the ranks are.")
def report(  # noqa: PLR0913 - one argument per option of the command
    edition: Path,
    out: Path | None,
    *,
    lang: Literal["zh", "en", "both"],
    formats: tuple[str, ...],
    brief: tuple[str, ...],
    doubt: bool,
) -> None:
    """Write EDITION's report: page, PDF, Word, workbook and slides, beside tables and manifest."""
    from zhishu.publish.command import BRIEF_FORMATS, run_briefs, run_report  # noqa: PLC0415
    from zhishu.publish.formats import FORMATS  # noqa: PLC0415

    languages: tuple[Literal["zh", "en"], ...] = ("zh", "en") if lang == "both" else (lang,)
    built = _build(edition)
    if brief:
        run_briefs(built, brief, out=out, languages=languages, formats=formats or BRIEF_FORMATS)
        return
    run_report(built, out=out, languages=languages, formats=formats or FORMATS, doubt=doubt)


@main.command()
@click.argument("edition", type=FOLDER)
@AS_JSON
@click.pass_context
def verify(ctx: click.Context, edition: Path, *, as_json: bool) -> None:
    """Build EDITION anew and check every fact of its facts.csv against the result."""
    from zhishu.audit.facts import check_facts, read_facts  # noqa: PLC0415

    ctx.obj["json"] = as_json
    built = _build(edition, quiet=True)
    checks = check_facts(built.result, read_facts(built.result.edition))
    failed = [found for found in checks if not found.holds]
    if as_json:
        click.echo(json.dumps([found.as_dict() for found in checks], ensure_ascii=False, indent=2))
    else:
        for found in failed:
            click.echo(str(found))
        click.echo(f"facts: {len(checks) - len(failed)} of {len(checks)} hold")
    ctx.exit(1 if failed else 0)


@main.command()
@click.argument("edition", type=FOLDER)
@OUT
@click.option("--draws", type=click.IntRange(1), default=None, help="How many (default: the edition's).")
@click.option("--seed", type=click.IntRange(0), default=None, help="Seed of the draws; 0 counts.")
@click.option("--threads", type=click.IntRange(1), default=None, help="Threads; the result is the same.")
@click.option(
    "--what",
    multiple=True,
    metavar="NAME",
    help="Answer with this table only, or check as well: sensitivity, leave_one_out, weight_space, leverage, "
    "shrinkage; may be repeated.",
)
@AS_JSON
@click.pass_context
def doubt(  # noqa: PLR0913 - one argument per option of the command
    ctx: click.Context,
    /,
    edition: Path,
    *,
    out: Path | None,
    draws: int | None,
    seed: int | None,
    threads: int | None,
    what: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say how sure EDITION's ranks are: intervals, places, pairs, ties and tiers over many draws.

    Checks beside the draws are computed when --what names them.
    """
    from zhishu.doubt.command import run_doubt  # noqa: PLC0415

    ctx.obj["json"] = as_json
    built = _build(edition, quiet=as_json)
    settings = {"draws": draws, "seed": seed, "threads": threads}
    run_doubt(built, out=out, settings=settings, what=what, as_json=as_json)


@main.command()
@click.argument("name", required=False)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="The language of the answer.")
@AS_JSON
def methods(name: str | None, *, lang: str, as_json: bool) -> None:
    """List the methods a recipe can use, or print formula, source and example of one."""
    from zhishu.method_sheet import method_list, method_sheet, methods_as_data  # noqa: PLC0415

    if as_json:
        click.echo(json.dumps(methods_as_data(name), ensure_ascii=False, indent=2))
    else:
        click.echo(method_sheet(name, language=lang) if name else method_list(language=lang))


@main.command()
def schema() -> None:
    """Print the JSON Schema of edition.yaml, for editors."""
    from zhishu.schema import edition_schema  # noqa: PLC0415

    click.echo(json.dumps(edition_schema(), ensure_ascii=False, indent=2))


def _build(edition: Path, *, out: Path | None = None, quiet: bool = False) -> Built:
    from zhishu.build import build as compute  # noqa: PLC0415
    from zhishu.edition_file import load  # noqa: PLC0415
    from zhishu.ledger import write_rejected  # noqa: PLC0415
    from zhishu.records.quarantine import QuarantineError  # noqa: PLC0415

    show = sys.stderr.isatty() and not quiet
    loaded = load(edition)
    try:
        return compute(
            loaded,
            progress=(lambda stage: click.echo(f"\r\033[K{stage} …", nl=False, err=True)) if show else None,
        )
    except QuarantineError as error:
        write_rejected(out or loaded.folder / "out", error)
        raise
    finally:
        if show:
            click.echo("\r\033[K", nl=False, err=True)


def _written(built: Built, out: Path) -> str:
    from zhishu.summary import build_summary  # noqa: PLC0415

    return build_summary(built, out)
