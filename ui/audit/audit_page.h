#pragma once

#include <chrono>
#include <cstdint>

#include <QHash>
#include <QTimer>

#include "server/client/audit_info.h"
#include "ui/common/page.h"

class QLabel;
class QModelIndex;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class AuditDetail;
class AuditExportStrip;
class AuditFilterBar;
class AuditModel;
class EmptySwitch;

// Who changed what on the broker, live from $events/audit: filtered, one act in detail, exported.
// Thread: GUI.
class AuditPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditPage)

public:
    //! Between two questions for names: each is a list of all tokens, and acts may come in floods.
    static constexpr std::chrono::seconds kBetweenNames{5};

    AuditPage(const PageContext &context, QWidget *parent);
    bool hasData() const override;
    void refresh() override;

    //! All acts that the filters let through, also those that are not loaded.
    void exportTo(const QString &file);

private:
    QWidget *makeHeader();
    QWidget *makeList();
    void connectParts();
    void askForNames();
    void showNames();
    void follow();
    void reload();
    void askForOlder();
    void takeOlder(const client::AuditPage &page);
    void showEmptiness();
    void showCurrent();
    void chooseFile();
    void showName(const QString &id, const QString &name);
    QString nameOf(const QString &id) const;

    PageContext m_context;
    AuditModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    AuditFilterBar *m_filters = nullptr;
    AuditDetail *m_detail = nullptr;
    AuditExportStrip *m_strip = nullptr;
    QTableView *m_table = nullptr;
    client::Subscription *m_events = nullptr;
    QPushButton *m_older = nullptr;
    QPushButton *m_export = nullptr;
    client::AuditQuery m_query{}; // what the rows answer; its \c before goes on from the last page
    quint64 m_asked = 0; // questions so far; answers to older ones are not waited for
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    QTimer m_nameTimer;
    bool m_wantsNames = false; // rows came while the timer ran
    QHash<QString, QString> m_names{}; // of tokens and webhooks, by id
};

} // namespace parley::ui
