#pragma once

#include <memory>

#include <QHash>
#include <QObject>

#include "ui/shell/profile.h"
#include "ui/shell/secret_store.h"

namespace parley::ui {

// The brokers that the window knows: that of this program first, then the remote ones of the
// settings file. Their tokens are in the SecretStore. Thread: GUI.
class ProfileBook final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileBook)

public:
    //! \param settingsFile "": nothing is kept. \param secrets borrowed; null: tokens are kept in
    //! memory only.
    ProfileBook(const QString &settingsFile, SecretStore *secrets, QObject *parent = nullptr);
    ~ProfileBook() override;

    const QList<Profile> &profiles() const { return m_profiles; } // the local one first
    const Profile *find(const QString &id) const; // null: there is none
    QString notice() const { return m_notice; } // of what could not be read; "" when all could
    bool isFull() const;

    //! Adds it, under a new id when it has none, or changes the one with its id. \param token
    //! empty: the one that it has stays. \return its id.
    QString put(Profile profile, const QByteArray &token);
    void remove(const QString &id); // with its token
    //! \p done is called once, with an empty token when none is kept or it cannot be had.
    void findToken(const QString &id, SecretStore::Read done) const;

Q_SIGNALS:
    void changed();
    //! It is there until the program ends. \p problem: a sentence.
    void tokenNotKept(const QString &name, const QString &problem);

private:
    void write();

    std::unique_ptr<QSettings> m_settings; // null: nothing is kept
    SecretStore *m_secrets;
    QHash<QString, QByteArray> m_sessionTokens{}; // by id; also while the store is asked
    QList<Profile> m_profiles{};
    QString m_notice{};
};

} // namespace parley::ui
