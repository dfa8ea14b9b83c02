// Makes the replica set and its users, from within the server's own network, where the first user may be made without one.
// It may run any number of times.
const { readFileSync } = require('fs');
const secret = (name) => readFileSync(`/run/secrets/mongo-${name}`, 'utf8').trim();
const admin = db.getSiblingDB('admin');
const signIn = () => admin.auth('admin', secret('admin')).ok;

let known = false;
try {
  known = signIn();
} catch (nobodyYet) {
  known = false;
}
if (!known) {
  try {
    rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] });
  } catch (failure) {
    if (failure.codeName !== 'AlreadyInitialized') throw failure;
  }
  for (let i = 0; i < 60 && !db.hello().isWritablePrimary; i++) sleep(500);
  admin.createUser({ user: 'admin', pwd: secret('admin'), roles: ['root'] });
  signIn();
}
for (const name of ['notes', 'asset', 'audit']) {
  const user = { pwd: secret(name), roles: [{ role: 'readWrite', db: name }] };
  if (admin.getUser(name)) admin.updateUser(name, user);
  else admin.createUser({ user: name, ...user });
}
print('the replica set and its users are there');
