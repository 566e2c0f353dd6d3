#pragma once

#include <QHash>
#include <QStackedWidget>

#include "ui/common/page.h"
#include "ui/settings/settings_page.h"

namespace parley::ui {

class AuditPage;
class ChatPage;
class DeliveriesPage;
class LivePage;
class OverviewPage;
class PipelinePage;
class StatusFeed;
class TokensPage;
class TopicsPage;
class WebhooksPage;

// All pages, known by name, and the ways between them. Thread: GUI.
class PageSet final : public QStackedWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageSet)

public:
    struct Entry {
        QString name{};
        QString title{};
        Page *page = nullptr;
    };

    PageSet(const PageContext &context, const StatusFeed &feed, const SettingsFacts &facts,
            const QList<ShortcutFact> &shortcuts, QWidget *parent);

    const QList<Entry> &entries() const { return m_entries; } // in the order of the rail
    Page *page(const QString &name) const; // null: no such page
    void showPage(const QString &name);
    QString currentName() const;

    OverviewPage &overview() { return *m_overview; }
    ChatPage &chat() { return *m_chat; }
    SettingsPage &settings() { return *m_settings; }

Q_SIGNALS:
    void pageShown(const QString &name);

private:
    void add(const QString &name, const QString &title, Page *page);
    void connectWays(Navigator &navigator);

    QList<Entry> m_entries{};
    OverviewPage *m_overview = nullptr;
    TopicsPage *m_topics = nullptr;
    LivePage *m_live = nullptr;
    TokensPage *m_tokens = nullptr;
    WebhooksPage *m_webhooks = nullptr;
    DeliveriesPage *m_deliveries = nullptr;
    PipelinePage *m_pipeline = nullptr;
    ChatPage *m_chat = nullptr;
    AuditPage *m_audit = nullptr;
    SettingsPage *m_settings = nullptr;
};

} // namespace parley::ui
