package polyclinic.prescription.inventory.items;

/** What an item is. */
enum InventoryItemKind {
    MEDICINE,
    CONSUMABLE,
    OTHER
}
