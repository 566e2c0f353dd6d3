#pragma once

#include <QWidget>

#include "server/client/token_request.h"

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace parley::ui {

// Bounds of a token that is being written; folded away until somebody wants them. Thread: GUI.
class TokenOptions final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokenOptions)

public:
    explicit TokenOptions(QWidget *parent);

    void addTo(client::TokenRequest &request) const;
    void setFrom(const client::TokenRequest &request);
    void setRefreshAllowed(bool allowed); // keys with an end only
    void setRefreshOffered(bool offered); // templates have no such option

Q_SIGNALS:
    void changed();

private:
    QWidget *makeFields();
    QSpinBox *bound(const QString &unit, int most);

    QCheckBox *m_oneUse = nullptr;
    QCheckBox *m_refreshable = nullptr;
    QSpinBox *m_connections = nullptr;
    QSpinBox *m_messages = nullptr;
    QSpinBox *m_requests = nullptr;
    QLineEdit *m_origins = nullptr;
};

} // namespace parley::ui
