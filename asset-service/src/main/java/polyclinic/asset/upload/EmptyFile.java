package polyclinic.asset.upload;

import polyclinic.commons.problem.Problem;

/** 422: a file without a single byte. */
final class EmptyFile extends Problem {
    EmptyFile() {
        super(422, "empty-file", "The file is empty.");
    }
}
