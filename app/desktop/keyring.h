#pragma once

#include <functional>

#include <QObject>

#include "ui/shell/secret_store.h"

namespace parley::app {

// The desktop's keyring, by way of QtKeychain. Thread: GUI; answers come later.
class Keyring final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Keyring)

public:
    explicit Keyring(QObject *parent) : QObject(parent) {}

    //! Whether it works: writes something, reads it back and removes it. One that is locked or
    //! missing may say yes to a write or to a removal alone.
    void probe(ui::SecretStore::Done done);
    void read(const QString &name, ui::SecretStore::Read done);
    //! Writes it and reads it back.
    void write(const QString &name, const QByteArray &secret, ui::SecretStore::Done done);
    void remove(const QString &name, ui::SecretStore::Done done);
};

} // namespace parley::app
