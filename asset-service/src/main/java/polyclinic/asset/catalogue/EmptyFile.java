package polyclinic.asset.catalogue;

import polyclinic.commons.problem.Problem;

/** 422: a file without a byte is a mistake. */
final class EmptyFile extends Problem {
    EmptyFile() {
        super(422, "empty-file", "The file is empty.");
    }
}
