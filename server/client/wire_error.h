#pragma once

#include <QJsonObject>
#include <QString>

#include "server/base/error.h"

namespace parley::client {

//! The member "error" of the wire. A code that this client does not know becomes the nearest class:
//! 1xx InvalidArgument, 2xx Unavailable, else Internal. The text is kept either way.
Error wireErrorFrom(const QJsonObject &error);

//! The text of \p error for people, with a capital letter and a full stop.
QString sentence(const Error &error);

} // namespace parley::client
