#pragma once

#include <memory>

#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

class QSettings;

namespace parley::ui {

// A broker that runs elsewhere, as somebody wants to see it. Its token is in the SecretStore, under
// tokenName(); never here.
struct ConnectionProfile {
    static constexpr int kMaxNameLength = 64;
    static constexpr int kColours = 8; // see profileColour()

    QString id{}; // 32 hex digits
    QString name{};
    QUrl url{};
    QString authorityFile{}; // PEM: who may have signed its certificate; "": whom the system trusts
    int colour = 0;
    bool readOnly = false; // nothing is changed there
    bool production = false; // before something is destroyed there its name is to be typed

    QString tokenName() const { return QStringLiteral("profile-token-") + id; }
    friend bool operator==(const ConnectionProfile &, const ConnectionProfile &) = default;
};

// All profiles, kept in the settings file. What is wrong there is left out, or stands as a default,
// and notice() says so. Thread: GUI.
class ProfileList final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileList)

public:
    static constexpr int kMaxProfiles = 64; // a list that can be read

    explicit ProfileList(const QString &settingsFile, QObject *parent = nullptr); // "": not kept
    ~ProfileList() override;

    const QList<ConnectionProfile> &all() const { return m_profiles; }
    const ConnectionProfile *find(const QString &id) const; // null: there is none
    const QString &notice() const { return m_notice; } // a sentence; "": the file was in order

    //! Why it cannot be taken, a sentence; "" when it can.
    QString problemOf(const ConnectionProfile &profile) const;
    void put(const ConnectionProfile &profile); // a new one, or one that was changed
    void remove(const QString &id);
    static QString newId();

Q_SIGNALS:
    void changed();

private:
    void load();
    void save();

    std::unique_ptr<QSettings> m_file; // null: nothing is kept
    QList<ConnectionProfile> m_profiles{};
    QString m_notice{};
};

} // namespace parley::ui
