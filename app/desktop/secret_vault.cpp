#include "app/desktop/secret_vault.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

const auto kChoice = u"secretPlace"_s; // in the settings: "session", or nothing
const auto kSession = u"session"_s;

QString nameFor(const QString &what, const QString &dataDirectory)
{
    const auto digest
        = QCryptographicHash::hash(dataDirectory.toUtf8(), QCryptographicHash::Sha256);
    return what + QString::fromLatin1(digest.toHex().left(16));
}

QString sentenceOf(const Error &error)
{
    QString text = QString::fromStdString(error.message);
    if (!text.isEmpty() && !text.startsWith(u'/'))
        text[0] = text.at(0).toUpper();
    return text + u'.';
}

} // namespace

SecretVault::SecretVault(Setup setup, QObject *parent) :
    QObject(parent), m_setup(std::move(setup)), m_keyring(this)
{
    m_disk.setMaxThreadCount(1);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { probed(tr("it does not answer")); });
}

SecretVault::~SecretVault()
{
    m_disk.waitForDone();
}

QString SecretVault::ownerTokenName(const QString &dataDirectory)
{
    return nameFor(u"owner-token-"_s, dataDirectory);
}

QString SecretVault::webhookKeyName(const QString &dataDirectory)
{
    return nameFor(u"webhook-key-"_s, dataDirectory);
}

void SecretVault::begin()
{
    if (!m_setup.useKeyring)
        return settle(Place::Session);
    m_patience.start(m_setup.keyringPatience);
    m_keyring.probe([this](const QString &problem) { probed(problem); });
}

void SecretVault::probed(const QString &problem)
{
    if (m_place != Place::Looking)
        return; // too late
    m_patience.stop();
    if (problem.isEmpty())
        return settle(Place::Keyring);
    m_why = problem;
    if (!m_setup.file.isEmpty() && QFileInfo::exists(m_setup.file)) {
        m_place = Place::Locked; // until somebody gives the passphrase, or does without
        Q_EMIT placeChanged();
        return;
    }
    const bool isDecided = !m_setup.settingsFile.isEmpty()
        && QSettings(m_setup.settingsFile, QSettings::IniFormat).value(kChoice).toString()
            == kSession;
    m_wantsChoice = !isDecided && !m_setup.file.isEmpty();
    settle(Place::Session);
}

void SecretVault::settle(Place place)
{
    m_place = place;
    const auto waiting = std::exchange(m_waiting, {});
    Q_EMIT placeChanged();
    for (const auto &work : waiting)
        work();
}

void SecretVault::whenSettled(std::function<void()> work)
{
    if (m_place == Place::Looking || m_place == Place::Locked)
        m_waiting.append(std::move(work));
    else
        work();
}

QString SecretVault::placeText() const
{
    switch (m_place) {
    case Place::Looking: return tr("Looking for a keyring…");
    case Place::Keyring: return tr("Secrets are kept in the keyring.");
    case Place::File:
        return tr("Secrets are kept in %1, encrypted with your passphrase.").arg(m_setup.file);
    case Place::Locked:
        return tr("Secrets are in %1, which waits for your passphrase.").arg(m_setup.file);
    case Place::Session: break;
    }
    if (!m_setup.useKeyring)
        return tr("Secrets are kept for this session only.");
    return tr("No keyring (%1): secrets are kept for this session only. After a restart tokens of "
              "other brokers have to be entered again, and webhooks pause until they are made "
              "anew, "
              "because the key to their signing secrets is gone.")
        .arg(m_why);
}

void SecretVault::read(const QString &name, Read done)
{
    whenSettled([this, name, done = std::move(done)] {
        if (m_place == Place::Keyring)
            m_keyring.read(name, done);
        else
            done(m_secrets.value(name), {});
    });
}

void SecretVault::write(const QString &name, const QByteArray &secret, Done done)
{
    whenSettled([this, name, secret, done = std::move(done)] {
        if (m_place == Place::Keyring)
            return m_keyring.write(name, secret, done);
        m_secrets.insert(name, secret);
        storeSession(done);
    });
}

void SecretVault::remove(const QString &name, Done done)
{
    whenSettled([this, name, done = std::move(done)] {
        if (m_place == Place::Keyring)
            return m_keyring.remove(name, done);
        m_secrets.remove(name);
        storeSession(done);
    });
}

void SecretVault::storeSession(Done done)
{
    if (!m_file)
        return done({});
    m_disk.start([this, file = m_file, secrets = m_secrets, done = std::move(done)] {
        const auto stored = file->set(secrets, m_random); // the destructor waits for this thread
        const QString problem = stored ? QString() : sentenceOf(stored.error());
        QMetaObject::invokeMethod(
            this, [done, problem] { done(problem); }, Qt::QueuedConnection);
    });
}

void SecretVault::keepForSession()
{
    m_wantsChoice = false;
    if (!m_setup.settingsFile.isEmpty())
        QSettings(m_setup.settingsFile, QSettings::IniFormat).setValue(kChoice, kSession);
    if (m_place == Place::Locked)
        settle(Place::Session);
    else
        Q_EMIT placeChanged();
}

void SecretVault::useFile(const QString &passphrase, Done done)
{
    const bool isOffered = m_place == Place::Session || m_place == Place::Locked;
    if (!isOffered || m_setup.file.isEmpty() || std::exchange(m_opening, true))
        return done(tr("Secrets cannot be kept in a file now."));
    m_disk.start([this, passphrase, done = std::move(done)] {
        auto opened = std::make_shared<Result<VaultFile>>(
            VaultFile::open(m_setup.file, passphrase, m_random, m_setup.cost));
        const auto taken = [this, opened, done] {
            m_opening = false;
            if (!*opened)
                return done(sentenceOf(opened->error()));
            VaultFile::Secrets secrets = (*opened)->secrets();
            secrets.insert(m_secrets); // what this session has is newer
            m_secrets = std::move(secrets);
            m_file = std::make_shared<VaultFile>(std::move(**opened));
            m_wantsChoice = false;
            if (!m_setup.settingsFile.isEmpty())
                QSettings(m_setup.settingsFile, QSettings::IniFormat).remove(kChoice);
            storeSession(done);
            settle(Place::File);
        };
        QMetaObject::invokeMethod(this, taken, Qt::QueuedConnection);
    });
}

} // namespace parley::app
