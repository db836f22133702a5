import cn.tx.evaluation.gwc.GwcSolverService;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Scanner;

/** Asks two Java programs of grey systems: reads one case from standard input, prints numbers by line. */
public class AskGrey {
    private static final Scanner INPUT = new Scanner(System.in).useLocale(Locale.ROOT);

    public static void main(String[] arguments) throws Exception {
        show(arguments[0].equals("clusters") ? clusters() : relation());
    }

    /** Objects by indicators, then the four bounds of each indicator from the best class downwards. */
    private static double[][] clusters() throws Exception {
        double[][] objects = table();
        double[][] bounds = table();
        int classes = bounds[0].length + 1;
        GwcSolverService solver = new GwcSolverService();
        set(solver, "indicatorData", objects);
        set(solver, "indicatorEvaluationGrading", bounds);
        set(solver, "arrW", new double[bounds.length][classes]);
        set(solver, "arrG", new double[bounds.length][classes]);
        set(solver, "arrV", new double[objects.length][classes]);
        Object critical = call(solver, "whiteningWeightFunctionThreshold", (Object) bounds);
        Object weights = call(solver, "greyClusterWeight", (Object) critical);
        return (double[][]) call(solver, "variableWeightClustering", (Object) objects, weights);
    }

    /** The resolution, then the reference and the sequences compared with it: grades, and their products. */
    private static double[][] relation() {
        double resolution = INPUT.nextDouble();
        double[][] rows = table();
        double[][] copy = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            copy[row] = rows[row].clone();
        }
        GreyRelationalAnalysis.NORM_OPERATOR_TYPE none =
                GreyRelationalAnalysis.NORM_OPERATOR_TYPE.ZERO_BY_FIRST;
        return new double[][] {
            GreyRelationalAnalysis.analyze(rows, resolution, none, false),
            GreyRelationalAnalysis.analyze(copy, resolution, none, true)
        };
    }

    private static double[][] table() {
        double[][] found = new double[INPUT.nextInt()][INPUT.nextInt()];
        for (double[] row : found) {
            for (int column = 0; column < row.length; column++) {
                row[column] = INPUT.nextDouble();
            }
        }
        return found;
    }

    private static void set(Object solver, String name, Object value) throws Exception {
        Field field = GwcSolverService.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(solver, value);
    }

    private static Object call(Object solver, String name, Object... arguments) throws Exception {
        for (Method method : GwcSolverService.class.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                method.setAccessible(true);
                return method.invoke(solver, arguments);
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static void show(double[][] rows) {
        for (double[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (double cell : row) {
                line.append(cell).append(' ');
            }
            System.out.println(line.toString().trim());
        }
    }
}
