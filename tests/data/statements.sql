-- model_group
INSERT INTO model_group (account, name, description, id, created_at, created_by_user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (account, id) DO NOTHING;
UPDATE model_group SET name = ?3, description = ?4 WHERE account = ?1 AND id = ?2;
SELECT g.key, g.name, g.description, g.id, g.created_at, g.created_by_user_id FROM model_group g WHERE g.account = ?1 AND g.id = ?2;
-- sort_by name: g.name
-- sort_by description: g.description
-- sort_by id: g.id
-- sort_by created_at: g.created_at
-- sort_by account_id: g.account
-- sort_by created_by_user_id: g.created_by_user_id

-- model_instance
INSERT INTO model_instance (account, name, model_vendor, model_type, base_model_id, base_model_metadata, model_creation_parameters, model_card, training_data_card, description, display_name, model_template_id, id, created_at, created_by_user_id, request_schema, response_schema, supports_multi_turn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) ON CONFLICT (account, id) DO NOTHING;
UPDATE model_instance SET name = ?3, model_vendor = ?4, model_type = ?5, base_model_id = ?6, base_model_metadata = ?7, model_creation_parameters = ?8, model_card = ?9, training_data_card = ?10, description = ?11, display_name = ?12, model_template_id = ?13, request_schema = ?14, response_schema = ?15, supports_multi_turn = ?16 WHERE account = ?1 AND id = ?2;
SELECT i.key, i.name, i.model_vendor, i.model_type, i.base_model_id, i.base_model_metadata, i.model_creation_parameters, i.model_card, i.training_data_card, i.description, i.display_name, i.model_template_id, g.id, i.id, i.created_at, i.created_by_user_id, i.request_schema, i.response_schema, (SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key), i.supports_multi_turn FROM model_instance i LEFT JOIN model_group_member m ON m.model_instance = i.key LEFT JOIN model_group g ON g.key = m.model_group WHERE i.account = ?1 AND i.id = ?2;
-- sort_by name: i.name
-- sort_by model_vendor: i.model_vendor
-- sort_by model_type: i.model_type
-- sort_by base_model_id: i.base_model_id
-- sort_by base_model_metadata: i.base_model_metadata
-- sort_by model_creation_parameters: i.model_creation_parameters
-- sort_by model_card: i.model_card
-- sort_by training_data_card: i.training_data_card
-- sort_by description: i.description
-- sort_by display_name: i.display_name
-- sort_by model_template_id: i.model_template_id
-- sort_by model_group_id: (SELECT g.id FROM model_group_member o JOIN model_group g ON g.key = o.model_group WHERE o.model_instance = i.key)
-- sort_by id: i.id
-- sort_by created_at: i.created_at
-- sort_by account_id: i.account
-- sort_by created_by_user_id: i.created_by_user_id
-- sort_by request_schema: (SELECT o.text FROM json_document o WHERE o.key = i.request_schema)
-- sort_by response_schema: (SELECT o.text FROM json_document o WHERE o.key = i.response_schema)
-- sort_by deployment_count: (SELECT count(*) FROM model_deployment d WHERE d.model_instance = i.key)
-- sort_by supports_multi_turn: i.supports_multi_turn

-- model_deployment
INSERT INTO model_deployment (account, model_instance, name, model_creation_parameters, vendor_configuration, deployment_metadata, model_endpoint_id, id, created_at, created_by_user_id, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (account, id) DO NOTHING;
UPDATE model_deployment SET name = ?3, model_creation_parameters = ?4, vendor_configuration = ?5, deployment_metadata = ?6 WHERE account = ?1 AND id = ?2;
SELECT d.key, d.name, d.model_creation_parameters, d.vendor_configuration, d.deployment_metadata, i.id, d.model_endpoint_id, d.id, d.created_at, d.created_by_user_id, d.status FROM model_deployment d CROSS JOIN model_instance i ON i.key = d.model_instance WHERE d.account = ?1 AND d.id = ?2;
-- sort_by name: d.name
-- sort_by model_creation_parameters: d.model_creation_parameters
-- sort_by vendor_configuration: d.vendor_configuration
-- sort_by deployment_metadata: d.deployment_metadata
-- sort_by model_instance_id: (SELECT i.id FROM model_instance i WHERE i.key = d.model_instance)
-- sort_by model_endpoint_id: d.model_endpoint_id
-- sort_by id: d.id
-- sort_by created_at: d.created_at
-- sort_by account_id: d.account
-- sort_by created_by_user_id: d.created_by_user_id
-- sort_by status: d.status
