package polyclinic.asset.kinds;

import java.util.Collection;
import polyclinic.commons.problem.Problem;

/** 415: this kind of asset does not come in this type. */
final class TypeNotAllowed extends Problem {
    TypeNotAllowed(Collection<String> allowed) {
        super(415, "type-not-allowed", "An asset of this kind cannot have this content type.");
        with("allowed", allowed.stream().sorted().toList());
    }
}
