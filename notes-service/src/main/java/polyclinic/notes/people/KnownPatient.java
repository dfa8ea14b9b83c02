package polyclinic.notes.people;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;

/** A patient that we have heard of: no more than that there is one. */
@MongoEntity(collection = KnownPatients.COLLECTION)
public class KnownPatient {
    @BsonId
    public UUID id;

    public Instant heardAt;
}
