#include "ui/shell/profile.h"

#include <algorithm>

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSettings>

#include "server/client/tls_trust.h"
#include "ui/common/broker_url.h"

namespace parley::ui {
namespace {

QString profileText(const char *text)
{
    return QCoreApplication::translate("Profile", text);
}

bool isId(const QString &text)
{
    static const QRegularExpression kId(QStringLiteral("^[a-z0-9-]{1,64}$"));
    return kId.match(text).hasMatch() && text != QLatin1String("local");
}

// Somebody's hand may have been in the file: a rule that cannot be read is the careful one.
bool careful(const QSettings &settings, const QString &key)
{
    const QString word = settings.value(key, false).toString();
    return word != QLatin1String("false");
}

Profile readOne(const QSettings &settings)
{
    Profile profile;
    profile.id = settings.value(QStringLiteral("id")).toString();
    profile.name = settings.value(QStringLiteral("name")).toString();
    profile.url = QUrl(settings.value(QStringLiteral("url")).toString(), QUrl::StrictMode);
    profile.authorities = settings.value(QStringLiteral("authorities")).toByteArray();
    profile.color = settings.value(QStringLiteral("color")).toString();
    if (!profileColors().contains(profile.color))
        profile.color.clear();
    profile.readOnly = careful(settings, QStringLiteral("readOnly"));
    profile.production = careful(settings, QStringLiteral("production"));
    return profile;
}

bool isTaken(const QList<Profile> &profiles, const QString &id)
{
    return std::any_of(profiles.cbegin(), profiles.cend(),
                       [&](const Profile &other) { return other.id == id; });
}

} // namespace

Profile Profile::local()
{
    Profile profile;
    profile.id = QStringLiteral("local");
    profile.name = profileText("This computer");
    return profile;
}

const QStringList &profileColors()
{
    static const QStringList kColors{QStringLiteral("blue"), QStringLiteral("green"),
                                     QStringLiteral("amber"), QStringLiteral("red"),
                                     QStringLiteral("violet")};
    return kColors;
}

QString profileProblem(const Profile &profile)
{
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (profile.name.trimmed().isEmpty())
        return profileText("Give the profile a name.");
    if (profile.name.size() > Profile::kMaxNameLength
        || std::any_of(profile.name.cbegin(), profile.name.cend(), isControl))
        return profileText("A name has at most 48 characters, in one line.");
    if (profile.authorities.size() > Profile::kMaxAuthorityBytes
        || (!profile.authorities.isEmpty() && !client::holdsCertificates(profile.authorities)))
        return profileText("The file holds no certificate in PEM form.");
    return brokerUrlProblem(profile.url);
}

StoredProfiles readProfiles(QSettings &settings)
{
    StoredProfiles stored;
    const int count = settings.beginReadArray(QStringLiteral("profiles"));
    const int read = std::clamp(count, 0, StoredProfiles::kMaxProfiles);
    for (int i = 0; i < read; ++i) {
        settings.setArrayIndex(i);
        const Profile profile = readOne(settings);
        const bool isGood = isId(profile.id) && profileProblem(profile).isEmpty()
            && !isTaken(stored.profiles, profile.id);
        if (isGood)
            stored.profiles.append(profile);
        else
            ++stored.leftOut;
    }
    stored.leftOut += std::max(0, count - read);
    settings.endArray();
    return stored;
}

void writeProfiles(QSettings &settings, const QList<Profile> &profiles)
{
    settings.remove(QStringLiteral("profiles"));
    settings.beginWriteArray(QStringLiteral("profiles"), int(profiles.size()));
    for (qsizetype i = 0; i < profiles.size(); ++i) {
        const Profile &profile = profiles.at(i);
        settings.setArrayIndex(int(i));
        settings.setValue(QStringLiteral("id"), profile.id);
        settings.setValue(QStringLiteral("name"), profile.name);
        settings.setValue(QStringLiteral("url"), profile.url.toString());
        settings.setValue(QStringLiteral("authorities"), profile.authorities);
        settings.setValue(QStringLiteral("color"), profile.color);
        settings.setValue(QStringLiteral("readOnly"), profile.readOnly);
        settings.setValue(QStringLiteral("production"), profile.production);
    }
    settings.endArray();
}

} // namespace parley::ui
