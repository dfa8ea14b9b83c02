package polyclinic.asset.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;

class AssetAccessPolicyTest {
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
        "service:document.text, -aaa--, ------, ------",
        "service:prescription.document, -a----, -a----, ------",
        "service:prescription.document.delete, ------, ------, -a----"
    })
    void every_role_has_its_kinds(String role, String read, String store, String delete) {
        assertThat(letters(AssetAccessPolicy.toRead(with(role)))).isEqualTo(read);
        assertThat(letters(AssetAccessPolicy.toStore(with(role)))).isEqualTo(store);
        assertThat(letters(AssetAccessPolicy.toDelete(with(role)))).isEqualTo(delete);
    }

    @Test
    void with_two_roles_the_wider_one_counts() {
        AssetAccessPolicy policy = AssetAccessPolicy.toRead(with("doctor", "receptionist"));

        assertThat(policy.kinds(Reach.ALL)).containsExactly(AssetKind.PATIENT_PHOTO);
        assertThat(policy.kinds(Reach.CARE))
                .doesNotContain(AssetKind.PATIENT_PHOTO)
                .contains(AssetKind.SCAN);
    }

    private static String letters(AssetAccessPolicy policy) {
        StringBuilder letters = new StringBuilder();
        for (AssetKind kind : AssetKind.values())
            letters.append(
                    policy.includes(kind, Reach.ALL)
                            ? 'a'
                            : policy.includes(kind, Reach.CARE) ? 'c' : policy.includes(kind, Reach.OWN) ? 'o' : '-');
        return letters.toString();
    }
}
