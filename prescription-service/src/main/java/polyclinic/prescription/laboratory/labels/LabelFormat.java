package polyclinic.prescription.laboratory.labels;

/** Forms of labels. */
enum LabelFormat {
    PDF,
    ZPL
}
