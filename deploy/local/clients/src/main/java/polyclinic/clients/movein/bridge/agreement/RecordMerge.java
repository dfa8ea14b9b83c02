package polyclinic.clients.movein.bridge.agreement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a record: the file and the suite are compared field by field with what both agreed on last. Who changed alone is
 * followed; where both changed to different values the suite's counts and the other is kept as a conflict.
 *
 * @param whole about the record as a whole
 * @param fields about its fields, where both sides have it
 */
public record RecordMerge(Whole whole, Map<String, Step> fields) {

    /** What is done about a record. */
    public enum Whole {
        NOTHING,
        /** The file has it and the suite does not. */
        CREATE,
        /** The suite has it and the file does not. */
        ADD,
        /** It was withdrawn in the suite. */
        REMOVE,
        /** It was withdrawn in the suite and changed in the file. */
        REMOVE_CHANGED,
        /** The file has it no longer. */
        GONE,
        FIELDS
    }

    /** What is done about a field. */
    public enum Step {
        SAME,
        /** Both say the same, which is not yet known. */
        AGREE,
        BRING_IN,
        WRITE_OUT,
        /** The file says again what it said before the bridge wrote: another program wrote what it had read before. */
        WRITE_AGAIN,
        CONFLICT
    }

    /**
     * What is asked where hashes do not say it.
     *
     * @param isSame whether both say the same of a field
     * @param isUntouched whether the suite's record is as it was brought in
     * @param isNothing whether the suite has no value of a field
     * @param isNothingThere whether the file has none
     */
    public record Comparison(
            Predicate<String> isSame,
            boolean isUntouched,
            Predicate<String> isNothing,
            Predicate<String> isNothingThere) {}

    /**
     * @param file field → hash of what the file says; null where it has no such record
     * @param suite field → hash of what the suite says; null where it has no such record
     */
    public static RecordMerge of(
            @Nullable AgreedState agreed,
            @Nullable Map<String, String> file,
            @Nullable Map<String, String> suite,
            Comparison comparison) {
        if (file == null && suite == null) return whole(Whole.NOTHING);
        if (file == null) return whole(agreed == null || isOverwritten(agreed) ? Whole.ADD : Whole.GONE);
        if (suite == null) return whole(withdrawn(agreed, file));
        Map<String, Step> steps = new LinkedHashMap<>();
        file.forEach((field, hash) ->
                steps.put(field, step(field, agreed, hash, suite.getOrDefault(field, ""), comparison)));
        return new RecordMerge(Whole.FIELDS, steps);
    }

    public boolean isSettled() {
        return whole == Whole.NOTHING
                || whole == Whole.FIELDS && fields.values().stream().allMatch(Step.SAME::equals);
    }

    private static RecordMerge whole(Whole whole) {
        return new RecordMerge(whole, Map.of());
    }

    private static boolean isOverwritten(AgreedState agreed) {
        return agreed.replaced().containsKey(AgreedState.RECORD);
    }

    private static Whole withdrawn(@Nullable AgreedState agreed, Map<String, String> file) {
        if (agreed == null) return Whole.CREATE;
        Map<String, String> before = agreed.removed() ? agreed.replaced() : agreed.inFile();
        return file.equals(before) ? Whole.REMOVE : Whole.REMOVE_CHANGED;
    }

    private static Step step(
            String field, @Nullable AgreedState agreed, String there, String here, Comparison comparison) {
        String before = agreed == null ? null : agreed.inFile().get(field);
        if (agreed == null || before == null) return first(field, comparison);
        boolean changedHere = !here.equals(agreed.inSuite().get(field));
        if (there.equals(before)) return changedHere ? Step.WRITE_OUT : Step.SAME;
        if (there.equals(agreed.replaced().get(field))) return Step.WRITE_AGAIN;
        if (comparison.isSame().test(field)) return Step.AGREE;
        return changedHere || agreed.writing() && agreed.replaced().containsKey(field) ? Step.CONFLICT : Step.BRING_IN;
    }

    /** Nothing was agreed on before: a record that was not touched here since it came in follows the file. */
    private static Step first(String field, Comparison comparison) {
        if (comparison.isSame().test(field)) return Step.AGREE;
        // The suite gives a number of its own, and says of what it does not know that it is unknown.
        if (comparison.isNothingThere().test(field)) return comparison.isUntouched() ? Step.AGREE : Step.WRITE_OUT;
        if (comparison.isUntouched()) return Step.BRING_IN;
        return comparison.isNothing().test(field) ? Step.AGREE : Step.CONFLICT;
    }
}
