package polyclinic.checks.schemas;

import java.util.List;
import polyclinic.checks.manifests.Manifest;

/** The rules for objects of some kinds. */
interface ObjectSchema {
    /** Whether it knows the object's kind in that version. */
    boolean knows(Manifest object);

    /** What is wrong with an object that it knows, a sentence each. */
    List<String> problems(Manifest object);
}
