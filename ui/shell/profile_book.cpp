#include "ui/shell/profile_book.h"

#include <algorithm>

#include <QPointer>
#include <QSettings>
#include <QUuid>

namespace parley::ui {
namespace {

QString secretName(const QString &id)
{
    return QStringLiteral("profile-") + id;
}

} // namespace

ProfileBook::ProfileBook(const QString &settingsFile, SecretStore *secrets, QObject *parent) :
    QObject(parent), m_secrets(secrets), m_profiles{Profile::local()}
{
    if (settingsFile.isEmpty())
        return;
    m_settings = std::make_unique<QSettings>(settingsFile, QSettings::IniFormat);
    const auto stored = readProfiles(*m_settings);
    m_profiles += stored.profiles;
    if (stored.leftOut > 0)
        m_notice = tr("%1 profiles of the settings file could not be used and were left out.")
                       .arg(stored.leftOut);
}

ProfileBook::~ProfileBook() = default;

const Profile *ProfileBook::find(const QString &id) const
{
    const auto found = std::find_if(m_profiles.cbegin(), m_profiles.cend(),
                                    [&](const Profile &profile) { return profile.id == id; });
    return found == m_profiles.cend() ? nullptr : &*found;
}

bool ProfileBook::isFull() const
{
    return m_profiles.size() > StoredProfiles::kMaxProfiles; // the local one does not count
}

QString ProfileBook::put(Profile profile, const QByteArray &token)
{
    if (profile.id.isEmpty())
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto same = std::find_if(m_profiles.begin(), m_profiles.end(),
                                   [&](const Profile &other) { return other.id == profile.id; });
    if (same != m_profiles.end())
        *same = profile;
    else
        m_profiles.append(profile);
    if (!token.isEmpty()) {
        m_sessionTokens.insert(profile.id, token);
        if (m_secrets)
            m_secrets->write(secretName(profile.id), token,
                             [guard = QPointer(this), name = profile.name](const QString &problem) {
                                 if (guard && !problem.isEmpty())
                                     Q_EMIT guard->tokenNotKept(name, problem);
                             });
    }
    write();
    return profile.id;
}

void ProfileBook::remove(const QString &id)
{
    const auto gone = m_profiles.removeIf(
        [&](const Profile &profile) { return !profile.isLocal() && profile.id == id; });
    if (gone == 0)
        return;
    m_sessionTokens.remove(id);
    if (m_secrets)
        m_secrets->remove(secretName(id), [](const QString &) {}); // nobody can use it from here
    write();
}

void ProfileBook::findToken(const QString &id, SecretStore::Read done) const
{
    if (const auto token = m_sessionTokens.value(id); !token.isEmpty() || !m_secrets)
        return done(token, {});
    m_secrets->read(secretName(id), std::move(done));
}

void ProfileBook::write()
{
    if (m_settings)
        writeProfiles(*m_settings, m_profiles.mid(1));
    Q_EMIT changed();
}

} // namespace parley::ui
