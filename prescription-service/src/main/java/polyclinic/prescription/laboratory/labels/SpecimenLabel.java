package polyclinic.prescription.laboratory.labels;

/**
 * What stands on a label: the least that tells one specimen from another and whose it is. Every text is printable and one line.
 *
 * @param id what the barcode says: capital letters, digits and a hyphen
 * @param name the patient's
 * @param identity what tells two patients of one name apart: for example {@code UHID P-17  b. 10 Dec 1815}
 * @param what number and kind of the specimen
 * @param when it was collected, or a blank to fill in by hand
 */
record SpecimenLabel(String id, String name, String identity, String what, String when) {}
