package polyclinic.commons.papers.scripts;

/** Characters that nobody sees but that say how their neighbours are drawn. */
final class Joiners {
    private static final int COMBINING_GRAPHEME_JOINER = 0x034F;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int FIRST_SELECTOR = 0xFE00;
    private static final int LAST_SELECTOR = 0xFE0F;

    private Joiners() {}

    static boolean isJoiner(int point) {
        return point == ZERO_WIDTH_NON_JOINER
                || point == ZERO_WIDTH_JOINER
                || point == COMBINING_GRAPHEME_JOINER
                || point >= FIRST_SELECTOR && point <= LAST_SELECTOR;
    }
}
