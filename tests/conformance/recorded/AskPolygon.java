import java.util.Locale;
import java.util.Scanner;

/** Asks a Java program for the indices of its polygon: reads indicators by regions, prints one number each. */
public class AskPolygon {
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in).useLocale(Locale.ROOT);
        double[][] table = new double[input.nextInt()][input.nextInt()];
        for (double[] row : table) {
            for (int column = 0; column < row.length; column++) {
                row[column] = input.nextDouble();
            }
        }
        for (double index : Six.Method4_java(table)) {
            System.out.println(index);
        }
    }
}
