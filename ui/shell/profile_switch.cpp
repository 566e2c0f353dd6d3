#include "ui/shell/profile_switch.h"

#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"

namespace parley::ui {

ProfileSwitch::ProfileSwitch(ProfileBook &book, BrokerLink &link, ActGuard &guard,
                             QObject *parent) :
    QObject(parent),
    m_book(book), m_link(link), m_guard(guard)
{
    connect(&book, &ProfileBook::changed, this, &ProfileSwitch::onBookChanged);
}

void ProfileSwitch::setLocal(const client::BrokerAddress &address)
{
    m_local = address;
    if (m_current.isLocal() && hasLocal())
        use(Profile::local(), m_local);
}

void ProfileSwitch::open(const QString &id)
{
    ++m_asked;
    const Profile *found = m_book.find(id);
    if (!found)
        return;
    if (found->isLocal()) {
        if (hasLocal())
            use(*found, m_local);
        return;
    }
    m_book.findToken(id,
                     [this, id, asked = m_asked](const QByteArray &token, const QString &problem) {
                         const Profile *profile = m_book.find(id);
                         if (asked != m_asked || !profile)
                             return;
                         if (token.isEmpty())
                             Q_EMIT tokenMissing(id, problem);
                         else
                             open(*profile, token);
                     });
}

void ProfileSwitch::open(const Profile &profile, const QByteArray &token)
{
    ++m_asked;
    use(profile, {profile.url, token, profile.authorities, profile.readOnly});
}

// The rules before the pages hear of the new broker, so that none shows what it should not.
void ProfileSwitch::use(const Profile &profile, const client::BrokerAddress &address)
{
    m_current = profile;
    m_guard.setRules(profile.readOnly, profile.production);
    m_link.open(address);
    Q_EMIT currentChanged();
}

// Removed while it is looked at. Who edits it opens it anew himself.
void ProfileSwitch::onBookChanged()
{
    if (!m_book.find(m_current.id))
        open(Profile::local().id);
}

} // namespace parley::ui
