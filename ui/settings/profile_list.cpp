#include "ui/settings/profile_list.h"

#include <algorithm>

#include <QRegularExpression>
#include <QSettings>
#include <QUuid>

#include "ui/common/broker_url.h"

namespace parley::ui {
namespace {

const QString kArray = QStringLiteral("profiles");

bool isId(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[0-9a-f]{32}\\z"));
    return pattern.match(text).hasMatch();
}

bool isName(const QString &name)
{
    return !name.trimmed().isEmpty() && name.size() <= ConnectionProfile::kMaxNameLength
        && std::none_of(name.begin(), name.end(), [](QChar c) {
               return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
           });
}

bool isFlag(const QVariant &value)
{
    const auto text = value.toString();
    return text == QLatin1String("true") || text == QLatin1String("false");
}

// One entry of the file. \param wrong is set when something stands as a default.
ConnectionProfile readProfile(const QSettings &file, bool &wrong)
{
    ConnectionProfile profile;
    profile.id = file.value(QStringLiteral("id")).toString();
    profile.name = file.value(QStringLiteral("name")).toString();
    profile.url = QUrl(file.value(QStringLiteral("url")).toString(), QUrl::StrictMode);
    profile.authorityFile = file.value(QStringLiteral("authorityFile")).toString();
    bool isNumber = false;
    const int colour = file.value(QStringLiteral("colour")).toInt(&isNumber);
    if (isNumber && colour >= 0 && colour < ConnectionProfile::kColours)
        profile.colour = colour;
    else
        wrong = true;
    const auto readOnly = file.value(QStringLiteral("readOnly"));
    const auto production = file.value(QStringLiteral("production"));
    wrong = wrong || !isFlag(readOnly) || !isFlag(production);
    profile.readOnly = !isFlag(readOnly) || readOnly.toBool(); // in doubt the careful one
    profile.production = !isFlag(production) || production.toBool();
    return profile;
}

} // namespace

ProfileList::ProfileList(const QString &settingsFile, QObject *parent) : QObject(parent)
{
    if (settingsFile.isEmpty())
        return;
    m_file = std::make_unique<QSettings>(settingsFile, QSettings::IniFormat);
    load();
}

ProfileList::~ProfileList() = default;

void ProfileList::load()
{
    bool wrong = false;
    const int size = m_file->beginReadArray(kArray);
    for (int i = 0; i < std::min(size, kMaxProfiles); ++i) {
        m_file->setArrayIndex(i);
        const auto profile = readProfile(*m_file, wrong);
        if (isId(profile.id) && find(profile.id) == nullptr && problemOf(profile).isEmpty())
            m_profiles.append(profile);
        else
            wrong = true;
    }
    m_file->endArray();
    if (wrong || size < 0 || size > kMaxProfiles)
        m_notice = tr("Some connections in the settings file were not in order. They are left out, "
                      "or stand with the careful defaults.");
}

const ConnectionProfile *ProfileList::find(const QString &id) const
{
    const auto found = std::find_if(m_profiles.begin(), m_profiles.end(),
                                    [&](const auto &profile) { return profile.id == id; });
    return found == m_profiles.end() ? nullptr : &*found;
}

QString ProfileList::problemOf(const ConnectionProfile &profile) const
{
    if (!isName(profile.name))
        return tr("A name has 1 to %1 characters.").arg(ConnectionProfile::kMaxNameLength);
    for (const auto &other : m_profiles)
        if (other.id != profile.id && other.name == profile.name)
            return tr("Another connection has this name.");
    if (const auto problem = brokerUrlProblem(profile.url); !problem.isEmpty())
        return problem;
    if (!profile.url.userInfo().isEmpty())
        return tr("A token or password does not belong into the address.");
    if (find(profile.id) == nullptr && m_profiles.size() >= kMaxProfiles)
        return tr("There are %1 connections already, which is all that fit.").arg(kMaxProfiles);
    return {};
}

void ProfileList::put(const ConnectionProfile &profile)
{
    const auto at = std::find_if(m_profiles.begin(), m_profiles.end(),
                                 [&](const auto &other) { return other.id == profile.id; });
    if (at == m_profiles.end())
        m_profiles.append(profile);
    else
        *at = profile;
    save();
}

void ProfileList::remove(const QString &id)
{
    m_profiles.removeIf([&](const auto &profile) { return profile.id == id; });
    save();
}

QString ProfileList::newId()
{
    return QUuid::createUuid().toString(QUuid::Id128);
}

void ProfileList::save()
{
    if (m_file) {
        m_file->remove(kArray);
        m_file->beginWriteArray(kArray, static_cast<int>(m_profiles.size()));
        for (int i = 0; i < m_profiles.size(); ++i) {
            const auto &profile = m_profiles[i];
            m_file->setArrayIndex(i);
            m_file->setValue(QStringLiteral("id"), profile.id);
            m_file->setValue(QStringLiteral("name"), profile.name);
            m_file->setValue(QStringLiteral("url"), profile.url.toString());
            m_file->setValue(QStringLiteral("authorityFile"), profile.authorityFile);
            m_file->setValue(QStringLiteral("colour"), profile.colour);
            m_file->setValue(QStringLiteral("readOnly"), profile.readOnly);
            m_file->setValue(QStringLiteral("production"), profile.production);
        }
        m_file->endArray();
    }
    Q_EMIT changed();
}

} // namespace parley::ui
