package polyclinic.commons.papers.scripts;

/**
 * The least of a text that is drawn as one: a letter with its marks, a syllable, a ligature. Lengths are thousandths of the type
 * size, upwards and to the right.
 *
 * @param text in the order of speech
 * @param width how far the pen moves
 * @param outline operators of a PDF path (ISO 32000-1, 8.5.2); empty for a space
 * @param box left, lower, right and upper end of the outline
 */
public record Cluster(String text, int width, String outline, Box box) {
    public record Box(int left, int lower, int right, int upper) {
        public static final Box EMPTY = new Box(0, 0, 0, 0);

        public Box union(Box other) {
            if (equals(EMPTY)) return other;
            if (other.equals(EMPTY)) return this;
            return new Box(
                    Math.min(left, other.left),
                    Math.min(lower, other.lower),
                    Math.max(right, other.right),
                    Math.max(upper, other.upper));
        }
    }
}
