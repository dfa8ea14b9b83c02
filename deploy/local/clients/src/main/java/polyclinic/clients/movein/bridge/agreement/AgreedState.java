package polyclinic.clients.movein.bridge.agreement;

import java.util.HashMap;
import java.util.Map;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * What both sides said of a record when they agreed last. The two sides have hashes of their own, since they need not say the same in the
 * same words: an age there is a birth date here, and a number that cannot be dialled is none here.
 *
 * @param suiteId the record's id here
 * @param inFile field → hash of what the file said
 * @param inSuite field → hash of what the suite said
 * @param replaced field → hash of what the file said before the bridge wrote the field last; {@link #RECORD} where it added the record
 * @param removed whether the bridge took the record out of the file
 * @param writing whether the file is being written: whether it was is seen in the file
 */
public record AgreedState(
        MoveTarget target,
        String suiteId,
        Map<String, String> inFile,
        Map<String, String> inSuite,
        Map<String, String> replaced,
        boolean removed,
        boolean writing) {

    /** Stands for the record as a whole among the fields that were replaced. */
    public static final String RECORD = "*";

    public AgreedState {
        inFile = Map.copyOf(inFile);
        inSuite = Map.copyOf(inSuite);
        replaced = Map.copyOf(replaced);
    }

    public static AgreedState none(MoveTarget target, String suiteId) {
        return new AgreedState(target, suiteId, Map.of(), Map.of(), Map.of(), false, false);
    }

    /** The same of another record here, which took the place of the former. */
    public AgreedState of(MoveTarget otherTarget, String otherId) {
        return new AgreedState(otherTarget, otherId, inFile, inSuite, replaced, removed, writing);
    }

    public AgreedState agree(String field, String there, String here) {
        return new AgreedState(
                target, suiteId, with(inFile, field, there), with(inSuite, field, here), replaced, false, writing);
    }

    /** The same, where what the suite says counts and goes out next. */
    public AgreedState refuse(String field, String there) {
        return agree(field, there, "");
    }

    /** @param before hash of what the file says until it is written */
    public AgreedState write(String field, String before, String there, String here) {
        return new AgreedState(
                target,
                suiteId,
                with(inFile, field, there),
                with(inSuite, field, here),
                with(replaced, field, before),
                false,
                true);
    }

    /** Of a record that the file has not until it is written. */
    public AgreedState add(Map<String, String> there, Map<String, String> here) {
        return new AgreedState(target, suiteId, there, here, Map.of(RECORD, ""), false, true);
    }

    /** @param before what the file says of the record until it is taken out */
    public AgreedState remove(Map<String, String> before) {
        return new AgreedState(target, suiteId, Map.of(), Map.of(), before, true, true);
    }

    public AgreedState written() {
        return new AgreedState(target, suiteId, inFile, inSuite, replaced, removed, false);
    }

    private static Map<String, String> with(Map<String, String> map, String field, String hash) {
        Map<String, String> copy = new HashMap<>(map);
        copy.put(field, hash);
        return copy;
    }
}
