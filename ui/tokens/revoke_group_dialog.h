#pragma once

#include <QDialog>

#include "server/client/access_client.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace parley::ui {

// Revokes tokens that belong together with one: what it issued, its template, its room. Says how
// many there are before. Thread: GUI.
class RevokeGroupDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RevokeGroupDialog)

public:
    RevokeGroupDialog(const PageContext &context, const client::TokenInfo &token, QWidget *parent);

Q_SIGNALS:
    void groupRevoked();

private:
    void addGroup(const QString &text, const client::TokenGroup &group);
    void count();
    void requestRevoke();
    void revoke();

    PageContext m_context;
    QString m_issuerName;
    QList<client::TokenGroup> m_groups{};
    QComboBox *m_choice = nullptr;
    QLabel *m_matches = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_revoke = nullptr;
};

} // namespace parley::ui
