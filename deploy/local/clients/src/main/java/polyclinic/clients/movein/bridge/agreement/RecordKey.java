package polyclinic.clients.movein.bridge.agreement;

import polyclinic.clients.movein.mapping.ClinicFile;

/** @param id of the record in the file */
public record RecordKey(ClinicFile file, String id) {}
