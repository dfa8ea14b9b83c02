package polyclinic.asset.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.asset.kinds.Kind;
import polyclinic.commons.identity.Caller;

class GrantsTest {
    private static Caller with(String... roles) {
        return new Caller("sub", "name", Set.of(roles), UUID.randomUUID(), null, null);
    }

    /** Letters: a all, c in care, o own, - none; order: photo, prescription file, document, scan, recording, backup. */
    @ParameterizedTest
    @CsvSource({
        "patient,        ooooo-, o-o---, ------",
        "receptionist,   a-----, a-a---, ------",
        "nurse,          aaaaa-, a-aaa-, ------",
        "doctor,         ccccc-, c-ccc-, ------",
        "pharmacist,     -a----, ------, ------",
        "lab_technician, ------, ------, ------",
        "cashier,        ------, ------, ------",
        "auditor,        ------, ------, ------",
        "admin,          aaaaaa, aaaaaa, aaaaaa",
        "service,        -a----, -a----, -a----"
    })
    void every_role_has_its_kinds(String role, String read, String store, String delete) {
        assertThat(letters(Grants.toRead(with(role)))).isEqualTo(read);
        assertThat(letters(Grants.toStore(with(role)))).isEqualTo(store);
        assertThat(letters(Grants.toDelete(with(role)))).isEqualTo(delete);
    }

    @Test
    void with_two_roles_the_wider_one_counts() {
        Grants grants = Grants.toRead(with("doctor", "receptionist"));

        assertThat(grants.kinds(Grants.Reach.ALL)).containsExactly(Kind.PATIENT_PHOTO);
        assertThat(grants.kinds(Grants.Reach.CARE))
                .doesNotContain(Kind.PATIENT_PHOTO)
                .contains(Kind.SCAN);
    }

    private static String letters(Grants grants) {
        StringBuilder letters = new StringBuilder();
        for (Kind kind : Kind.values())
            letters.append(
                    grants.include(kind, Grants.Reach.ALL)
                            ? 'a'
                            : grants.include(kind, Grants.Reach.CARE)
                                    ? 'c'
                                    : grants.include(kind, Grants.Reach.OWN) ? 'o' : '-');
        return letters.toString();
    }
}
