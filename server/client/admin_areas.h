#pragma once

#include <QJsonValue>

#include "server/types/admin_scope.h"

namespace parley::client {

// The member "admin" of a token: everything, or some areas. Areas and accesses that this client
// does not know are left out: a newer broker may have more of them.
AdminScope adminAreasFrom(const QJsonValue &admin);

//! The member "admin" to send: true, false or an object of areas.
QJsonValue adminToJson(bool everything, const AdminScope &areas);

} // namespace parley::client
