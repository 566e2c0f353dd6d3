#pragma once

#include <QWidget>

#include "server/client/audit_info.h"

class QLabel;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace parley::ui {

class PayloadView;

// One act: who did what to what, what was different afterwards, and the entry as it is kept.
// Thread: GUI.
class AuditDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditDetail)

public:
    explicit AuditDetail(QWidget *parent);

    //! \param actor and \param object as people call them.
    void setAct(const client::AuditInfo &act, const QString &actor, const QString &object);
    void clear();

Q_SIGNALS:
    void actorChosen(const QString &actor, const QString &name); // to see its acts only

private:
    QWidget *makeHead();
    void showChanges();
    static QString factsText(const client::AuditInfo &act, const QString &actor,
                             const QString &object);

    client::AuditInfo m_act{};
    QString m_actorName{};
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_only = nullptr;
    QStandardItemModel *m_changes = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_same = nullptr; // instead of a table without rows
    PayloadView *m_entry = nullptr;
};

} // namespace parley::ui
