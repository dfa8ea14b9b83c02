package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.bson.Document;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.web.Tokens;

/** The one body that this service takes is a form, see {@code BadMetadataTest} and {@code UploadFormsTest}. */
@QuarkusTest
class AssetBadInputTest extends BadInput {
    @Inject
    Stores stores;

    @Override
    protected List<Operation> operations() {
        return List.of();
    }

    @Override
    protected List<String> addresses() {
        return List.of("GET " + AssetClient.ASSETS + "/%s", "GET " + AssetClient.ASSETS + "/%s/content");
    }

    @Override
    protected List<Operation> deletions() {
        String id = AssetClient.stored("document", AssetClient.patient());
        return List.of(new Operation("DELETE", AssetClient.ASSETS + "/" + id, Tokens.of("admin"), "{}"));
    }

    @Override
    protected long stored() {
        long count = stores.blobs().size();
        for (Document asset :
                Stores.await(stores.collection("asset").find().collect().asList()))
            count += 1 + ((Number) asset.get("version")).longValue();
        return count;
    }
}
