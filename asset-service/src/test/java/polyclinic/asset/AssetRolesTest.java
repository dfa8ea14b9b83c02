package polyclinic.asset;

import io.quarkus.test.junit.QuarkusTest;
import polyclinic.commons.testing.contracts.RoleTable;

@QuarkusTest
class AssetRolesTest extends RoleTable {}
