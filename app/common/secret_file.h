#pragma once

#include <QByteArray>
#include <QString>

#include "server/base/result.h"

namespace parley::app {

//! Writes \p content as a file that only its owner can read (0600), in one step: nobody ever sees
//! half of it, and a symbolic link in its place is replaced, not followed.
Result<void> writeSecretFile(const QString &path, const QByteArray &content);

//! The same, but AlreadyExists when there is something in its place, whoever made it first.
Result<void> makeSecretFile(const QString &path, const QByteArray &content);

//! All of it, at most \p maxBytes of it. NotFound: there is none. Unavailable when it cannot be
//! read, or when others may read it too.
Result<QByteArray> readPrivateFile(const QString &path, qint64 maxBytes);

//! The first line. Unavailable when it cannot be read, or when others may read it too.
Result<QByteArray> readSecretFile(const QString &path);

} // namespace parley::app
