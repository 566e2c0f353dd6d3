#pragma once

#include <optional>

#include <QWidget>

#include "server/base/result.h"
#include "server/client/webhook_health_info.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QFrame;
class QLabel;
class QPushButton;
class QTabWidget;

namespace parley::ui {

class ElidedLabel;
class HealthHeader;
class RecentDeliveries;
class SecretsPane;
class TestPane;

// One webhook: how it does, what it does, a test event, its secrets. Thread: GUI.
class WebhookDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookDetail)

public:
    WebhookDetail(const PageContext &context, QWidget *parent);
    //! \param health nullopt: not known.
    void setWebhook(const client::WebhookInfo &webhook,
                    const std::optional<client::WebhookHealthInfo> &health);
    void edit();
    void requestDelete(); // as the button does, unless it is not to be pressed

Q_SIGNALS:
    void changed();
    void deleteRequested(const parley::client::WebhookInfo &webhook);

private:
    QWidget *makeHead();
    QWidget *makeBanner();
    QTabWidget *makeTabs();
    QString state() const; // as it does, else as it is set
    void showState();
    void showBanner();
    void toggleState();
    void setState(const QString &state);
    void testThenEnable();
    void tested(bool succeeded);

    PageContext m_context;
    client::WebhookInfo m_webhook{};
    std::optional<client::WebhookHealthInfo> m_health{};
    bool m_enablesAfterTest = false;
    ElidedLabel *m_name = nullptr;
    ElidedLabel *m_state = nullptr;
    QWidget *m_remove = nullptr;
    QPushButton *m_toggle = nullptr;
    QFrame *m_banner = nullptr;
    QLabel *m_bannerWords = nullptr;
    QPushButton *m_enable = nullptr;
    QLabel *m_problem = nullptr;
    HealthHeader *m_header = nullptr;
    QTabWidget *m_tabs = nullptr;
    QLabel *m_words = nullptr;
    RecentDeliveries *m_recent = nullptr;
    TestPane *m_test = nullptr;
    SecretsPane *m_secrets = nullptr;
};

} // namespace parley::ui
