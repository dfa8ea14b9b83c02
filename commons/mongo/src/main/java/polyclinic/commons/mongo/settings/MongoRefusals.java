package polyclinic.commons.mongo.settings;

import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.problem.StoreRefusals;

/** What MongoDB refuses for what the document is. */
@ApplicationScoped
class MongoRefusals implements StoreRefusals {
    @Override
    public boolean refusesTheData(Throwable cause) {
        return MongoFailures.isOfTheDocument(cause);
    }
}
