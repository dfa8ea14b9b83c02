package polyclinic.clients.movein.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.movein.files.RecordIds;
import polyclinic.commons.values.PersonName;

/**
 * A patient's name as a clinic's file has it: {@code name} is what is shown, {@code given_name} and {@code family_name} stand beside it where
 * its words do not tell them. The two count as long as they make that name: a program that does not know them changes {@code name} alone.
 */
record ClinicName(@Nullable String given, @Nullable String family) {
    private static final int MAX_LENGTH = 200;

    /**
     * What the record says.
     *
     * @param treatments takes what had to be done to the name
     * @throws UnfitRecord when it says no name, or one that is too long
     */
    static ClinicName read(ObjectNode json, List<String> treatments) {
        String written = RecordIds.text(json, "name");
        if (written == null) throw new UnfitRecord("it has no name");
        ClinicName parts = new ClinicName(RecordIds.text(json, "given_name"), RecordIds.text(json, "family_name"));
        ClinicName name = PlainValues.line(parts.whole()).equals(PlainValues.line(written))
                ? parts
                : ofWords(written, treatments);
        if (name.whole().isEmpty() || isTooLong(name.given) || isTooLong(name.family))
            throw new UnfitRecord("its name is empty or too long");
        return name;
    }

    /** The last word is the family name; who has one word has a given name alone. */
    private static ClinicName ofWords(String written, List<String> treatments) {
        String name = PlainValues.line(written);
        String reread = PlainValues.reread(name);
        if (reread != null) {
            treatments.add("a name that was UTF-8 read as windows-1252: read as UTF-8 again");
            name = PlainValues.line(reread);
        }
        if (name.indexOf('\uFFFD') >= 0)
            treatments.add("a name with letters that were lost before: taken as it stands");
        int blank = name.lastIndexOf(' ');
        return blank < 0
                ? new ClinicName(name, null)
                : new ClinicName(name.substring(0, blank).strip(), name.substring(blank + 1));
    }

    private static boolean isTooLong(@Nullable String part) {
        return part != null && part.length() > MAX_LENGTH;
    }

    /** As it is shown everywhere. */
    String whole() {
        return PersonName.of(given, family);
    }

    /** Whether somebody who reads {@link #whole()} alone would take another part of it for the family name. */
    boolean needsParts() {
        return !equals(ofWords(whole(), new ArrayList<>()));
    }
}
