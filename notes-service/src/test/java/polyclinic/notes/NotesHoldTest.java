package polyclinic.notes;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesHoldTest extends HoldContract {
    @Override
    protected Set<String> pending() {
        return Set.of("outbox", "retention", "discarded_drafts", "draft_expiry");
    }
}
