#pragma once

#include <QDialog>

#include "server/client/access_client.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace parley::ui {

// Chooses tokens that belong together with one, to be revoked: what it issued, its template, its
// room. Says how many there are before. Thread: GUI.
class RevokeGroupDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RevokeGroupDialog)

public:
    RevokeGroupDialog(const PageContext &context, const client::TokenInfo &token, QWidget *parent);

Q_SIGNALS:
    //! \param ids of the active ones, as counted. They are not revoked yet: that can be undone.
    void groupChosen(const parley::client::TokenGroup &group, const QString &name,
                     const QStringList &ids);

private:
    void addGroup(const QString &text, const client::TokenGroup &group);
    void count();
    void requestRevoke();
    void choose(const QString &name);

    PageContext m_context;
    QString m_issuerName;
    QList<client::TokenGroup> m_groups{};
    QStringList m_ids{}; // of the chosen group
    QComboBox *m_choice = nullptr;
    QLabel *m_matches = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_revoke = nullptr;
};

} // namespace parley::ui
