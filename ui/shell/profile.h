#pragma once

#include <QList>
#include <QString>
#include <QUrl>

class QSettings;

namespace parley::ui {

// A broker that the window can look at, without its token: that lives in the SecretStore.
struct Profile {
    static constexpr qsizetype kMaxNameLength = 48; // what the chooser shows in one line
    static constexpr qint64 kMaxAuthorityBytes = 64 * 1024; // some twenty certificates

    QString id{}; // names its token in the SecretStore; "local": the broker of this program
    QString name{};
    QUrl url{}; // http(s)://host:port
    QByteArray authorities{}; // PEM; empty: those that this computer trusts
    QString color{}; // one of profileColors(), "": none
    bool readOnly = false;
    bool production = false; // what destroys something asks for its name first

    bool isLocal() const { return id == QLatin1String("local"); }
    static Profile local();
    friend bool operator==(const Profile &, const Profile &) = default;
};

const QStringList &profileColors(); // "blue", "green", ...: words, for each theme has its shades
//! Why a profile cannot be kept, a sentence; "" when it can.
QString profileProblem(const Profile &profile);

// The remote profiles of a settings file. What cannot be used in it is left out.
struct StoredProfiles {
    static constexpr int kMaxProfiles = 64; // they are shown as one menu

    QList<Profile> profiles{};
    int leftOut = 0; // entries that were no profiles
};
StoredProfiles readProfiles(QSettings &settings);
void writeProfiles(QSettings &settings, const QList<Profile> &profiles);

} // namespace parley::ui
