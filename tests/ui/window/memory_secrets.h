#pragma once

#include <QMap>

#include "ui/shell/secret_store.h"

namespace parley::test {

// Secrets in memory, answered at once. Thread: GUI.
class MemorySecrets final : public ui::SecretStore
{
public:
    QMap<QString, QByteArray> all{};

    Place place() const override { return Place::Keyring; }
    QString placeText() const override { return QStringLiteral("Secrets are kept in a test."); }
    bool wantsChoice() const override { return false; }
    void read(const QString &name, Read done) override { done(all.value(name), {}); }
    void write(const QString &name, const QByteArray &secret, Done done) override
    {
        all.insert(name, secret);
        done({});
    }
    void remove(const QString &name, Done done) override
    {
        all.remove(name);
        done({});
    }
    void keepForSession() override {}
    void useFile(const QString &, Done done) override { done({}); }
};

} // namespace parley::test
