package polyclinic.asset.kinds;

import polyclinic.commons.problem.Problem;

/** 422: the bytes are not what their label says. */
final class TypeDiffers extends Problem {
    TypeDiffers(String sniffed) {
        super(422, "type-differs", "The file's content is not of the declared type.");
        with("sniffed", sniffed);
    }
}
