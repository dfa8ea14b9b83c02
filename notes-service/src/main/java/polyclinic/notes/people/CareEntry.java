package polyclinic.notes.people;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;

/** That a doctor has a patient in care, by one appointment. */
@MongoEntity(collection = Care.COLLECTION)
public class CareEntry {
    /** The appointment's. */
    @BsonId
    public UUID id;

    /** The appointment's: an older event changes nothing. */
    public long version;

    public UUID patientId;
    public String doctorSubject;
    public boolean cancelled;
}
