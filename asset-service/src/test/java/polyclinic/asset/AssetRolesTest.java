package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;

@QuarkusTest
class AssetRolesTest extends RoleTable {
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
            looks.add(Look.get(AssetClient.BATCHES + "/" + AssetClient.batch(patient)));
            looks.add(Look.get(AssetClient.BATCHES + "?patientId=" + patient));
        }
        return looks;
    }
}
