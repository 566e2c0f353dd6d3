#pragma once

#include <QObject>

#include "server/client/broker_address.h"
#include "ui/shell/profile_book.h"

namespace parley::ui {

class ActGuard;
class BrokerLink;

// Which profile the window looks at, and how it gets there. Thread: GUI.
class ProfileSwitch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileSwitch)

public:
    //! All borrowed; they outlive this.
    ProfileSwitch(ProfileBook &book, BrokerLink &link, ActGuard &guard, QObject *parent = nullptr);

    //! The broker of this program serves at \p address now; invalid: it does not.
    void setLocal(const client::BrokerAddress &address);
    bool hasLocal() const { return m_local.isValid(); }

    void open(const QString &id);
    //! At once with this token, which may not be kept yet.
    void open(const Profile &profile, const QByteArray &token);
    const Profile &current() const { return m_current; }

Q_SIGNALS:
    void currentChanged();
    //! Nothing was opened: somebody must give it again. \p problem: a sentence, "" when none was
    //! kept.
    void tokenMissing(const QString &id, const QString &problem);

private:
    void onBookChanged();
    void use(const Profile &profile, const client::BrokerAddress &address);

    ProfileBook &m_book;
    BrokerLink &m_link;
    ActGuard &m_guard;
    client::BrokerAddress m_local{};
    Profile m_current = Profile::local();
    int m_asked = 0; // grows with each open(): a token that is found late is not used
};

} // namespace parley::ui
