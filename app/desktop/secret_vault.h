#pragma once

#include <chrono>
#include <memory>

#include <QList>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "app/desktop/keyring.h"
#include "app/desktop/vault_file.h"
#include "ui/shell/secret_store.h"

namespace parley::app {

// What the program has to keep secret, by name: in the desktop's keyring; where there is none, in
// memory for this session, or in a file that a passphrase encrypts. Never in plain text.
// Thread: GUI; the file is read and written on a thread of its own.
class SecretVault final : public QObject, public ui::SecretStore
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretVault)

public:
    //! For a keyring that asks somebody to unlock it; then it counts as missing in this session.
    static constexpr std::chrono::seconds kKeyringPatience{60};

    struct Setup {
        QString file{}; // the encrypted one; "": none is offered
        QString settingsFile{}; // INI, remembers the choice; "": nothing is remembered
        bool useKeyring = true; // false: this session only, and nobody is asked
        ScryptCost cost{}; // of a new file
        std::chrono::milliseconds keyringPatience = kKeyringPatience;
    };

    explicit SecretVault(Setup setup, QObject *parent = nullptr);
    ~SecretVault() override; // waits for the file

    void begin(); // looks for a keyring; once

    Place place() const override { return m_place; }
    QString placeText() const override;
    bool wantsChoice() const override { return m_wantsChoice; }
    void read(const QString &name, Read done) override;
    void write(const QString &name, const QByteArray &secret, Done done) override;
    void remove(const QString &name, Done done) override;
    void keepForSession() override;
    void useFile(const QString &passphrase, Done done) override;

    static QString ownerTokenName(const QString &dataDirectory);
    static QString webhookKeyName(const QString &dataDirectory);

Q_SIGNALS:
    void placeChanged();

private:
    void probed(const QString &problem);
    void settle(Place place);
    void whenSettled(std::function<void()> work);
    void storeSession(Done done);

    const Setup m_setup;
    SystemRandom m_random;
    Keyring m_keyring;
    QThreadPool m_disk; // one thread: changes of the file happen in order
    QTimer m_patience; // with the keyring
    Place m_place = Place::Looking;
    QString m_why{}; // there is no keyring
    bool m_wantsChoice = false;
    bool m_opening = false; // the file, at this moment
    VaultFile::Secrets m_secrets{}; // those of the session, or of the file
    std::shared_ptr<VaultFile> m_file; // touched by m_disk's thread only; null: none is open
    QList<std::function<void()>> m_waiting{};
};

} // namespace parley::app
