package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import polyclinic.asset.announcement.LargeFiles;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AssetRolesTest extends RoleTable {
    /** A link carries its own proof. */
    @Override
    protected Set<String> withoutSignIn() {
        return Set.of("GET /api/v1/transfers");
    }

    @Override
    protected List<Look> looks(String user, UUID own) {
        UUID inCare = AssetClient.patient();
        AssetStubs.doctorSees(user, inCare, "scheduled");
        List<Look> looks = new ArrayList<>();
        for (UUID patient : List.of(own, inCare, AssetClient.patient())) {
            for (String kind : List.of("document", "prescription_file")) {
                String path = AssetClient.ASSETS + "/" + AssetClient.stored(kind, patient);
                looks.add(Look.get(path));
                looks.add(new Look("HEAD", path + "/content", null, null));
            }
            looks.add(Look.get(AssetClient.ASSETS + "?patientId=" + patient));
            looks.add(Look.get(AssetClient.ASSETS + "/" + AssetClient.stored("scan", patient) + "/text"));
            looks.add(Look.get(AssetClient.ASSETS + "/" + AssetClient.stored("document", patient) + "/thumbnail"));
            looks.add(Look.get(AssetClient.ASSETS + "/" + AssetClient.stored("document", patient) + "/link"));
            looks.add(Look.get(LargeFiles.UPLOADS
                    + "/"
                    + LargeFiles.announced(Tokens.of("admin"), patient, Samples.pdf())
                            .path("id")));
            looks.add(Look.get(AssetClient.BATCHES + "/" + AssetClient.batch(patient)));
            looks.add(Look.get(AssetClient.BATCHES + "?patientId=" + patient));
        }
        return looks;
    }
}
